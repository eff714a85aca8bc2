"""Plan × survey → results: verdicts, scores, explanations, trends, reviews."""
