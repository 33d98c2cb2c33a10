package bad;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Train
interface SoftmaxTwice {
  @Dense(4) Tensor logits(Tensor image);

  @Softmax Tensor probabilities(Tensor logits);
}

/* expected
10: error: [Espalier/SoftmaxTwice] the output probabilities is a @Softmax, and loss = CROSS_ENTROPY takes the softmax of the output itself.
    Fix: end the network with logits, whose scores are the logits, or use loss = MEAN_SQUARED_ERROR.
*/
