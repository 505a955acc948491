"""The scanner's folder of this desk: what arrived, where each document goes, filed by a key or by itself."""
