"""ReportLab papers: dataclass in, PDF bytes out; no database, no Qt."""
