"""Units × clause → figures, one module a measure. Pure and exact, and no figure is judged here."""
