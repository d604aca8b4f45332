package model

// Quantity counts whole pieces. What a dropshipper sells is counted, not weighed.
type Quantity int64
