package dev.espalier.runtime.execution;

/** The weights of a frozen layer as its kernel reads them. */
public sealed interface ExecutionForm permits DenseForm, RowForm, PanelForm, StripForm, CompactForm, BitmapForm,
    BakedForm {

  /** What it is called in reports, and in the system property {@value FormChoice#PROPERTY}. */
  String label();

  /** Weights that one position of the kernel reads: its multiply-adds. */
  int weightsRead();

  /** Bytes that it occupies in memory. */
  long bytes();

  /**
   * Makes what kernels need on slabs of so many lanes, so that no run allocates it.
   *
   * @param lanes 1, or a positive multiple of 16
   */
  default void prepare(int lanes) {}
}
