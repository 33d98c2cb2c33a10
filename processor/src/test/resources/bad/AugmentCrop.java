package bad;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {1, 8, 6}))
@Train(augment = @Augment(flip = true, crop = 6))
interface AugmentCrop {
  @Flatten Tensor pixels(Tensor image);

  @Dense(2) Tensor logits(Tensor pixels);
}

/* expected
6: error: [Espalier/AugmentCrop] @Augment(crop = 6) would move an image out of sight; the inputs are image [1, 8, 6].
    Fix: use a crop of at most 5.
*/
