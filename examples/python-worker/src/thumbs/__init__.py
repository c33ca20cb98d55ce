"""Makes thumbnails of the pictures that are put into a folder."""
