"""
The demo story: invented people in real provinces, around what two newspaper articles tell of Sumatera Selatan and Aceh.

Everything comes from a seed, so that it is the same every time. Only inputs are written; what the ledger says is found
by reconciling. The office-holders whom the articles name are outsiders in their seats: no data is invented for them.
Source: docs/sources.md, the press of 2021 and 2023.
"""

SEED = "ipspi-demo-1"
