# The registry in production: web, workers and clock are this one image with different commands (docker-compose.yml).
FROM python:3.11-slim-bookworm AS packages
COPY requirements/production.txt /tmp/
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/production.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --home-dir /srv/registri --shell /usr/sbin/nologin ipspi
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DEBUG=0
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/registri
COPY . .
# Names of servers and keys are asked for when settings are read; none of these is kept or used.
RUN DATABASE_URL=postgresql://none REDIS_URL=redis://none SECRET_KEY=none ENCRYPTION_KEYS=1:none LOOKUP_KEY=none \
    python manage.py collectstatic --no-input --verbosity 0
USER ipspi
EXPOSE 8000
# The log of requests names no query and no referrer, for people look for people there; nothing after /v/, and no key.
CMD ["gunicorn", "--preload", "--workers=3", "--threads=4", "--bind=0.0.0.0:8000", "--access-logfile=-", \
     "--logger-class=ipspi.access_log.Log", \
     "--access-logformat=%(h)s %(t)s %(m)s %(U)s %(s)s %(b)s %(M)sms", "ipspi.wsgi"]
