package dev.espalier.samples.dynamic;

import static dev.espalier.dsl.Activation.RELU;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.MaxPool;
import dev.espalier.dsl.Tensor;

/**
 * Three convolutions over 28 x 28 pixels, about 400,000 multiply-adds. The networks beside it inherit these layers and
 * declare some of them anew.
 */
public interface Convnet {

  /** 8 maps of 28 x 28. */
  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Activate(RELU)
  Tensor stem(Tensor image);

  /** 14 x 14. */
  @MaxPool(2)
  Tensor half(Tensor stem);

  /** 16 maps of 14 x 14. */
  @Conv2d(filters = 16, kernel = 3, padding = 1)
  @Activate(RELU)
  Tensor maps(Tensor half);

  /** 7 x 7. */
  @MaxPool(2)
  Tensor quarter(Tensor maps);

  /** 16 maps of 7 x 7. */
  @Conv2d(filters = 16, kernel = 3, padding = 1)
  @Activate(RELU)
  Tensor features(Tensor quarter);

  /** A vector of 784. */
  @Flatten
  Tensor flat(Tensor features);

  /** Ten classes. */
  @Dense(10)
  Tensor logits(Tensor flat);
}
