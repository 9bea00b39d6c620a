"""The official clients as ports: adapters that change nothing of them but where they send to."""
