"""What the service's models refuse for what it means, whatever form it has."""

CONTENT_REFUSALS = frozenset(
    {
        "content_policy_violation", "downstream_service_error", "downstream_service_unavailable",
        "face_detection_error", "feature_not_supported", "file_download_error", "file_too_large",
        "generation_timeout", "image_load_error", "image_too_large", "image_too_small",
        "internal_server_error", "no_media_generated", "unsupported_audio_format",
        "unsupported_image_format", "unsupported_video_format",
    }
)  # fmt: skip
"""Types of error that fal's models have for what a body means or leads to, and not for its form
(documentation page on errors)."""
