"""The queue: jobs, their stages over time, and webhooks."""
