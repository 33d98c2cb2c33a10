/**
 * How the kept weights of a tensor are stored: each encoding packs them bit by bit, counts its bits exactly, and
 * decodes to the same floats and the same mask, bit for bit.
 *
 * <p>A weight tensor is seen as a row-major matrix: a dense layer is units x inputs, a convolution filters x
 * (channels / groups * kernel height * kernel width). The mask decides what is kept, never the value: a kept weight
 * may be +0, -0 or any NaN.
 *
 * <p>A new encoding is one {@code PackedEncoding} and one line in {@link
 * dev.espalier.runtime.encoding.StorageEncodings}.
 */
package dev.espalier.runtime.encoding;
