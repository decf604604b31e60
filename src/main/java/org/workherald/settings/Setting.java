package org.workherald.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One kind of run-time setting as stored.
 *
 * @param revision grows with each change, 0 when nothing was ever stored
 * @param body JSON, or {@code null} when nothing is stored now
 */
@RegisterForReflection
public record Setting(String kind, long revision, String body) {}
