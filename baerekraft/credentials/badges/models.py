from django.db import models


class BadgeKey(models.Model):
    """A key that badges are signed with: the newest signs, and all that are not disowned can be checked against.

    `public` is the raw Ed25519 key in base64url; `private` is locked with a key made from SECRET_KEY (see `keys`), so that
    the database and its backups alone sign nothing.
    """

    number = models.PositiveIntegerField(unique=True)
    public = models.CharField(max_length=43)
    private = models.TextField()
    made_at = models.DateTimeField()
    disowned_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "credentials"

    def __str__(self) -> str:
        return f"key-{self.number}"


class RevokedBadge(models.Model):
    """The place of a revoked badge in the status lists. It outlives the certificate, or erasing would undo revoking."""

    place = models.PositiveBigIntegerField(unique=True)
    revoked_at = models.DateTimeField()

    class Meta:
        app_label = "credentials"

    def __str__(self) -> str:
        return str(self.place)
