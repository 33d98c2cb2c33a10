package dev.espalier.runtime.cost;

/**
 * The bytes of an artefact.
 *
 * @param payload encoded weights and biases: the sum over the layers of the report
 * @param overhead all the rest: names, shapes, checksums
 */
public record ArtefactSize(long payload, long overhead) {

  /** The size of the file. */
  public long bytes() {
    return payload + overhead;
  }
}
