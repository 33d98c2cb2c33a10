package bad;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "row", shape = {8}))
@Train(augment = @Augment(flip = true, crop = 1))
interface AugmentWithoutImage {

  @Dense(2) Tensor logits(Tensor row);
}

/* expected
6: error: [Espalier/AugmentWithoutImage] @Augment changes images {channels, height, width}, and the inputs are row [8].
    Fix: remove augment, or give an input the shape of an image.
*/
