"""Who may come: by which name, from which page, with which key."""
