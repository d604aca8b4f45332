-- Of all orders few still wait for something. They are looked at all day, so
-- they have an index of their own, newest last; so have those that could not
-- be booked.
CREATE INDEX sales_order_waiting ON sales_order (placed_at, id)
WHERE cancelled_on = '' AND payment NOT IN ('voided', 'refunded') AND fulfilment NOT IN ('fulfilled', 'restocked');
CREATE INDEX sales_order_unbooked ON sales_order (id) WHERE unbooked_reason <> '';
