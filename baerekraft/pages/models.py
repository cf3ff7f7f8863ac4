from django.db import models


class Page(models.Model):
    """A public page as bytes: rendered once per edition, shared by every process and machine."""

    path = models.CharField(max_length=200)
    edition = models.CharField(max_length=40)
    body = models.BinaryField()
    brotli = models.BinaryField()
    gzip = models.BinaryField()
    etag = models.CharField(max_length=40)
    content_type = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "edition"], name="one_page_per_edition")]

    def __str__(self) -> str:
        return f"{self.path} {self.edition}"
