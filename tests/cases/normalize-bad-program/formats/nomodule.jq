.raw
