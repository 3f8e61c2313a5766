"""The sample world of `placement-inv serve --demo`, told to the public API."""
