"""The pages and the API as a server of WSGI calls them."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
os.environ["COMAKER_SERVES"] = "1"

application = get_wsgi_application()
