package ai.altertable.rest;

import ai.altertable.rest.query.QueryConfig;
import ai.altertable.rest.upload.StagingConfig;

/// What the HTTP API lets its clients do.
public record RestConfig(QueryConfig query, StagingConfig staging) {}
