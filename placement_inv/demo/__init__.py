"""The sample data of `placement-inv serve --demo`."""
