package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
interface ImageNeeded {
  @Conv2d(filters = 2, kernel = 3) Tensor conv(Tensor image);

  @Flatten Tensor flat(Tensor conv);
}

/* expected
15: error: [Espalier/ImageNeeded] conv is a @Conv2d, which takes an image {channels, height, width}; image has shape {8}.
    Fix: feed it a value with three extents; after @Flatten and @Dense there is no way back to an image.
*/
