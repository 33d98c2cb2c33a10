package dev.espalier.runtime.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/**
 * How long an array is to be so that it begins on a cache line: G1 gives an array of more than half a region regions
 * of its own, and any other one begins at a multiple of 8 bytes, where every other vector may lie in two cache lines.
 */
final class HeapRegions {

  /** An array is lengthened to at most so many times its floats. */
  private static final int LONGEST_FACTOR = 16;

  /** More than half a region in floats, or 0 where the heap has no regions, which is found out at the first long array. */
  private static final class Longer {

    private static final int THAN_HALF_A_REGION = floats(regionBytes());

    private static int floats(long region) {
      return (int) Math.min(Integer.MAX_VALUE, region == 0 ? 0 : region / 2 / Float.BYTES + 1);
    }

    private static long regionBytes() {
      HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (machine == null || !Boolean.parseBoolean(value(machine, "UseG1GC"))) {
        return 0;
      }
      String region = value(machine, "G1HeapRegionSize");
      return region.isEmpty() ? 0 : Long.parseLong(region);
    }

    private static String value(HotSpotDiagnosticMXBean machine, String option) {
      try {
        VMOption found = machine.getVMOption(option);
        return found.getValue();
      } catch (IllegalArgumentException notOfThisVirtualMachine) {
        return "";
      }
    }
  }

  /** The smallest region that G1 has. */
  private static final int SMALLEST_REGION = 1 << 20;

  private HeapRegions() {}

  /** So many floats, or as many more as let them begin on a cache line. */
  static int length(int floats) {
    if (floats < SMALLEST_REGION / 2 / Float.BYTES / LONGEST_FACTOR) {
      return floats;
    }
    return length(floats, Longer.THAN_HALF_A_REGION);
  }

  /**
   * So many floats, or as many as are more than half a region where these are not many times as many.
   *
   * @param longer floats that are more than half a region, 0 where there are no regions
   */
  static int length(int floats, int longer) {
    return floats >= longer || longer / LONGEST_FACTOR > floats ? floats : longer;
  }
}
