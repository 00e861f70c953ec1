"""What shows that policies do what their authors meant: cases run against them, and what no case has seen."""
