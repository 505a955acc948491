"""Untrusted PDFs: inspection and rendering in a process of their own."""
