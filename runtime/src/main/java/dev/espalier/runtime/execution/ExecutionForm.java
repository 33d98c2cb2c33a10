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
}
