def mail_settings(url, data_dir):
    return {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
