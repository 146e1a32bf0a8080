"""Shows the published tables in a browser; reads nothing else."""
