"""Made-up names and places: words put together, nobody's register."""

LAST_NAMES = (
    "Alderman", "Ashcombe", "Barrowby", "Birchall", "Brackwater", "Brightsea", "Calloway", "Cedarholm", "Claywell",
    "Copperman", "Crossfield", "Dalewood", "Drumlin", "Eastbrook", "Elmhurst", "Fairwind", "Fallowby", "Ferncastle",
    "Flintlock", "Foxborough", "Gladewell", "Goldacre", "Granger", "Greystone", "Halfpenny", "Hawkridge", "Hazelton",
    "Hillcrest", "Hollander", "Ironside", "Juniper", "Kestrel", "Kingsley", "Lakewell", "Larkspur", "Lindenmuth",
    "Longmeadow", "Mapleton", "Marchbank", "Meadowcroft", "Millrace", "Moorfield", "Northgate", "Oakhurst",
    "Orchardson", "Overby", "Pebblewick", "Pinecroft", "Plumstead", "Quarryman", "Ravenhill", "Redfern", "Ridgeway",
    "Rosewall", "Rushmore", "Sandover", "Shorecliff", "Silverthorn", "Southwell", "Stonebridge", "Summerby",
    "Thistlewood", "Thornbury", "Underhill", "Valewright", "Wainscott", "Waterford", "Westerby", "Whitcombe",
    "Wildermuth", "Willowby", "Windermere", "Woodrow", "Yarrow",
)  # fmt: skip

FIRST_NAMES = {
    "F": (
        "Ada", "Alma", "Bella", "Cora", "Dalia", "Edna", "Elif", "Esra", "Faye", "Gwen", "Hana", "Ines", "Ivy", "Jana",
        "Kira", "Lena", "Lucia", "Mara", "Mina", "Nadia", "Nora", "Olga", "Petra", "Rhea", "Rosa", "Selin", "Tara",
        "Thea", "Uma", "Vera", "Wanda", "Zeynep",
    ),
    "M": (
        "Abel", "Adnan", "Boris", "Cem", "Dario", "Edgar", "Emre", "Felix", "Gino", "Hugo", "Ian", "Ivan", "Jonas",
        "Kemal", "Leon", "Luis", "Marco", "Milo", "Nils", "Omar", "Otto", "Pablo", "Quentin", "Ravi", "Ruben", "Samir",
        "Theo", "Ugo", "Viktor", "Walter", "Yusuf", "Zeno",
    ),
}  # fmt: skip

STREETS = (
    "Foundry Street", "Lathe Lane", "Anvil Road", "Mill Pond Drive", "Turbine Way", "Canal Street", "Quarry Hill Road",
    "Orchard Avenue", "Depot Street", "Harvest Lane", "Weaver Court", "Signal Road",
)  # fmt: skip

TOWNS = (
    ("Meridian Falls", "OH", "430010001"),
    ("Upper Lathing", "OH", "430020001"),
    ("Port Ember", "OH", "430030001"),
    ("Weir Hollow", "OH", "430040001"),
)
"""Town, state, nine-digit postal code."""
