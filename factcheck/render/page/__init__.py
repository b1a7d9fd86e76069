"""What the page shows beyond the digest: readings of values, pictures, and the full texts with their claims marked."""
