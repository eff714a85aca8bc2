"""Survey files → validated units, with every problem of every row. `reading` is the way in."""
