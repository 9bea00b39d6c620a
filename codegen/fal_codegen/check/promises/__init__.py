"""What a document promises at the places that a recording has to do with."""
