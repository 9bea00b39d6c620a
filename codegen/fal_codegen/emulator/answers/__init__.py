"""What a body comes to: a refusal, or an answer with files that are made when they are fetched."""
