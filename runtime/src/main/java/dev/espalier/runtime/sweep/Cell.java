package dev.espalier.runtime.sweep;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.train.RunFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One policy with one seed, and everything that its result depends on as a fingerprint. */
record Cell(String policy, long seed, String fingerprint) {

  static Cell of(String policy, long seed, Blueprint blueprint, Dataset train, Dataset test) {
    String facts =
        blueprint.hash() + "\n" + RunFacts.settings(blueprint).text() + RunFacts.data(train, test).text() + seed;
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(facts.getBytes(StandardCharsets.UTF_8));
      return new Cell(policy, seed, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  @Override
  public String toString() {
    return "policy '" + policy + "', seed " + seed;
  }
}
