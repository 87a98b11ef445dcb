"""How many members each province has in the demo, and which chapters exist there."""

# 26 chapters existed in 2019; which twelve provinces have none is this demo's own choice.
NOT_FOUNDED = ("19", "21", "62", "65", "75", "81", "82", "92", "93", "94", "95", "96")
# a chapter that looks after a province beside its own, because the DPP named it
LOOKED_AFTER_BY = {"65": "64"}

HOME, NEIGHBOURS = "16", ("15", "17", "18", "31", "32", "36")
MEMBERS = {
    "11": 72, "12": 88, "13": 64, "14": 52, "15": 38, "16": 176, "17": 30, "18": 46, "19": 16, "21": 22,
    "31": 118, "32": 154, "33": 142, "34": 68, "35": 138, "36": 62, "51": 34, "52": 38, "53": 40,
    "61": 30, "62": 18, "63": 34, "64": 30, "65": 12, "71": 30, "72": 30, "73": 66, "74": 26, "75": 16, "76": 14,
    "81": 16, "82": 12, "91": 20, "92": 10, "93": 6, "94": 6, "95": 5, "96": 8,
}  # fmt: skip
UNKNOWN_PROVINCE = 9  # members of whom only the name came over from the old files
