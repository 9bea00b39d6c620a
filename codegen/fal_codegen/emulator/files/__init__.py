"""Files that were uploaded, in memory and within bounds."""
