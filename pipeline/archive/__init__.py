"""Replies byte for byte, with where and when they came from; the only stage that touches the network."""
