"""The scanner's folder: what a file holds, and where each part of it belongs."""
