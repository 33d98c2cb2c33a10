/**
 * Data sets: loaded, checked record by record, stored compactly and gathered into the lanes of a batch.
 *
 * <p>{@link dev.espalier.runtime.data.Dataset} is what networks take. It comes from files
 * ({@link dev.espalier.runtime.data.IdxFiles}, {@link dev.espalier.runtime.data.CsvFile},
 * {@link dev.espalier.runtime.data.TextFile}), from arrays
 * ({@link dev.espalier.runtime.data.Dataset#builder}) or from the strokes of
 * {@link dev.espalier.runtime.data.DrawnDigits}. Whatever is wrong with data is a
 * {@link dev.espalier.runtime.data.DataException}.
 */
package dev.espalier.runtime.data;
