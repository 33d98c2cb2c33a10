package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Cuts an image {@code {channels, height, width}} into squares, each a token: a sequence {@code {height width / size^2,
 * channels size^2}}, square by square in rows, the features of a square channel by channel (Dosovitskiy et al.: "An
 * image is worth 16x16 words", 2021, section 3.1).
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Patchify {

  /** Pixels of a side; divides height and width. */
  int value();
}
