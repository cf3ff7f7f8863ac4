"""What is kept of an address when the mail is gone: enough to recognise it, not to read it."""

from django.utils.crypto import salted_hmac


def of(address: str) -> str:
    return salted_hmac("mail.address", address.strip().lower(), algorithm="sha256").hexdigest()
