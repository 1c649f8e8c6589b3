"""The demo's world: a maker of candles and lanterns with two customers, a carrier and a household.

Everything is dated from the day on which it is opened, so that something was late yesterday and something is
due tomorrow. Every kind of gap is in it.
"""
