"""Sending: signed as the standard says, to public addresses alone, and patient with nobody."""

import socket
import time

import pytest

from comaker.front.hooks.addresses import NoAddress, address_of, must_be_public, place_of
from comaker.front.hooks.sending import Parcel, send
from comaker.front.hooks.signing import headers_of, is_ours, new_secret, secret_of, written
from tests.front.hooks.receivers import (
    dribble,
    flood,
    flood_headers,
    hang,
    nonsense,
    point_elsewhere,
    receiving,
)

SECRET = new_secret()
INSIDE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::9", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1",
]  # fmt: skip


def parcel(url):
    return Parcel("msg_1_2", url, SECRET, b'{"type":"record.posted"}')


def test_the_signature_is_that_of_the_standard():
    # The example of the standard webhooks specification.
    secret = secret_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'

    headers = headers_of(secret, number="msg_p5jXN8AQM9LWM0D4loKWxJek", moment=1614265330, body=body)

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert is_ours(secret, headers, body)
    assert not is_ours(secret, headers, body + b" ")
    assert not is_ours(secret, {**headers, "webhook-timestamp": "1614265331"}, body)
    assert not is_ours(new_secret(), headers, body)


def test_a_secret_is_written_as_receivers_know_it():
    assert secret_of(written(SECRET)) == SECRET
    assert written(SECRET).startswith("whsec_")


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_goes_inside_a_network(address):
    with pytest.raises(NoAddress):
        must_be_public([address])
    with pytest.raises(NoAddress):
        must_be_public(["1.1.1.1", address])


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_delivered_to(address):
    must_be_public([address])


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "https://", "https:///x", "example.com", "", "https://[::1",
        "https://example.com:99999/", "https://user:word@example.com/", "https://example.com/a b",
        "https://example.com/\r\nHost: x", "https://exämple.com/\u200b", "https://" + "a" * 2000, "file:///etc",
        "https://example.com\\@127.0.0.1/", "//example.com/",
    ],
)  # fmt: skip
def test_a_url_is_https_and_nothing_odd(url):
    with pytest.raises(NoAddress):
        place_of(url)


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://[::1]/", "https://0/", "https://2130706433/", "https://0x7f.1/",
            "https://localhost/", "https://[::ffff:10.0.0.1]/"]
)  # fmt: skip
def test_this_machine_by_any_name_is_refused(url):
    outcome = send(parcel(url))

    assert not outcome.is_taken
    assert outcome.status is None


def test_a_name_that_points_inside_is_refused_even_beside_a_public_address(monkeypatch):
    def both(host, port, **more):
        return [(2, 1, 6, "", (address, port)) for address in ("1.1.1.1", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", both)

    with pytest.raises(NoAddress):
        address_of(place_of("https://example.com/"))


def test_the_line_goes_to_the_very_address_that_was_looked_at(private, monkeypatch):
    with receiving() as receiver:
        port = place_of(receiver.url).port
        looked = []

        def once(host, port, **more):
            looked.append(host)
            return [(2, 1, 6, "", ("127.0.0.1" if len(looked) == 1 else "10.0.0.1", port))]

        look_up = socket.getaddrinfo

        def by_name(host, *rest, **more):
            return once(host, *rest, **more) if host == "hook.example" else look_up(host, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", by_name)
        outcome = send(parcel(f"http://hook.example:{port}/x"))

        assert (outcome.status, looked) == (200, ["hook.example"])
        assert receiver.got[0]["head"]["host"] == f"hook.example:{port}"


def test_a_delivery_is_signed_and_says_what_it_is(private):
    with receiving() as receiver:
        receiver.secret = written(SECRET)
        outcome = send(parcel(receiver.url))

        [got] = receiver.got
        assert outcome.is_taken
        assert got["id"] == "msg_1_2"
        assert abs(int(got["head"]["webhook-timestamp"]) - time.time()) < 5
        assert got["head"]["content-type"] == "application/json"
        assert got["head"]["user-agent"].startswith("Comaker/")


@pytest.mark.parametrize(
    "answer, why",
    [
        (hang, "did not answer in time"),
        (dribble, "did not answer in time"),
        (flood_headers, "could not be reached"),
        (nonsense, "could not be reached"),
        (500, "answered 500"),
        (404, "answered 404"),
        (point_elsewhere("http://169.254.169.254/latest/meta-data"), "points elsewhere"),
    ],
)
def test_a_receiver_that_misbehaves_is_told_of_in_a_sentence(private, answer, why):
    with receiving(answer) as receiver:
        start = time.monotonic()
        outcome = send(parcel(receiver.url), seconds=1.0)

        assert why in outcome.why
        assert not outcome.is_taken
        assert time.monotonic() - start < 4
        assert receiver.connections == 1


def test_an_answer_without_end_is_read_no_further(private):
    with receiving(flood) as receiver:
        start = time.monotonic()
        outcome = send(parcel(receiver.url), seconds=5.0)

        assert outcome.is_taken
        assert time.monotonic() - start < 4


def test_nobody_there_is_told_of(private):
    with receiving() as receiver:
        url = receiver.url
    outcome = send(parcel(url), seconds=2.0)

    assert outcome.why == "The receiver could not be reached."
