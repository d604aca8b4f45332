-- What came back of a parcel that returned to its sender, in what state, and what
-- is to be done next.

-- '' nobody has said yet.
ALTER TABLE parcel ADD COLUMN condition TEXT NOT NULL DEFAULT '' CHECK (condition IN ('', 'sealed', 'opened', 'damaged', 'incomplete'));
ALTER TABLE parcel ADD COLUMN next_step TEXT NOT NULL DEFAULT '' CHECK (next_step IN ('', 'send_again', 'refund', 'restock', 'claim', 'write_off'));

-- The pieces of the line that came back.
ALTER TABLE parcel_line ADD COLUMN back INTEGER NOT NULL DEFAULT 0 CHECK (back BETWEEN 0 AND quantity);
UPDATE parcel_line SET back = quantity WHERE parcel_id IN (SELECT id FROM parcel WHERE state = 'returned');
