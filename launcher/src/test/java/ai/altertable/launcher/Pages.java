package ai.altertable.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Markdown pages and the links between them.
///
/// @param links by page: files and folders of the project that it points at
record Pages(Path readme, Map<Path, List<Path>> links) {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

  static Pages of(Checkout checkout, List<Path> pages) {
    Map<Path, List<Path>> links = new TreeMap<>();
    for (Path page : pages) {
      List<Path> targets =
          Checkout.all(LINK, checkout.read(page)).stream()
              .filter(target -> !target.contains(":"))
              .map(target -> page.resolveSibling(target).normalize())
              .toList();
      links.put(page, targets);
    }
    return new Pages(checkout.root().resolve("README.md"), links);
  }

  List<String> broken() {
    List<String> broken = new ArrayList<>();
    links.forEach((page, targets) ->
        targets.stream()
            .filter(target -> !Files.exists(target))
            .forEach(target -> broken.add(page + " -> " + target)));
    return broken;
  }

  /// Pages to which no way leads. A link to a folder leads to all pages in it.
  Set<Path> lost() {
    Set<Path> lost = new TreeSet<>(links.keySet());
    Deque<Path> next = new ArrayDeque<>(List.of(readme));
    while (!next.isEmpty()) {
      Path target = next.remove();
      List<Path> found =
          lost.stream()
              .filter(page -> page.equals(target) || target.equals(page.getParent()))
              .toList();
      found.forEach(lost::remove);
      found.forEach(page -> next.addAll(links.getOrDefault(page, List.of())));
    }
    return lost;
  }
}
