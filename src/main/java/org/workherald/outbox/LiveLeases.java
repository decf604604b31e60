package org.workherald.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The leases that workers of this process are working on. They are live until their worker says
 * that it is done, whatever the clock says: when it jumps ahead, one worker must not take, and mail
 * a second time, what another one is just sending.
 */
final class LiveLeases {

  /** Nobody works on the entry: holds for rows of {@code outbox}, with {@link #bind} and :now. */
  static final String FREE = "(lease IS NULL OR (leased_until <= :now AND lease NOT IN (<live>)))";

  /** The opposite of {@link #FREE}. */
  static final String UNDER_WAY = "(leased_until > :now OR lease IN (<live>))";

  private final Set<UUID> tokens = ConcurrentHashMap.newKeySet();

  void begin(UUID token) {
    tokens.add(token);
  }

  void end(UUID token) {
    tokens.remove(token);
  }

  <S extends SqlStatement<S>> S bind(S statement) {
    List<String> live = new ArrayList<>();
    // No token, but no list of values may be empty.
    live.add("");
    tokens.forEach(token -> live.add(token.toString()));
    return statement.bindList("live", live);
  }
}
