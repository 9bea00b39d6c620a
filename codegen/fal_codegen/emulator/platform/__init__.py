"""api.fal.ai: the Platform API, answered by the reconstructed document that `contract` keeps."""
