"""Documents and pages coming in: from a source, downloaded, read, and planned as contracts."""
