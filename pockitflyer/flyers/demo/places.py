"""Where the demo's flyers hang: addresses in and around Zürich, by a short name."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    address: str
    latitude: float
    longitude: float


PLACES: dict[str, Place] = {
    "limmatquai": Place("Limmatquai 112, 8001 Zürich", 47.3753, 8.5436),
    "beatenplatz": Place("Beatenplatz 4, 8001 Zürich", 47.3756, 8.5407),
    "platzspitz": Place("Museumstrasse 2, 8001 Zürich", 47.3800, 8.5395),
    "rennweg": Place("Rennweg 20, 8001 Zürich", 47.3739, 8.5388),
    "niederdorf": Place("Niederdorfstrasse 24, 8001 Zürich", 47.3741, 8.5440),
    "neumarkt": Place("Neumarkt 11, 8001 Zürich", 47.3722, 8.5462),
    "buerkliplatz": Place("Bürkliplatz, 8001 Zürich", 47.3662, 8.5413),
    "bederstrasse": Place("Bederstrasse 70, 8002 Zürich", 47.3627, 8.5277),
    "mythenquai": Place("Mythenquai 61, 8002 Zürich", 47.3585, 8.5359),
    "bertastrasse": Place("Bertastrasse 12, 8003 Zürich", 47.3722, 8.5180),
    "idaplatz": Place("Idaplatz 4, 8003 Zürich", 47.3709, 8.5188),
    "idastrasse": Place("Idastrasse 27, 8003 Zürich", 47.3711, 8.5172),
    "zweierstrasse": Place("Zweierstrasse 120, 8003 Zürich", 47.3700, 8.5215),
    "kalkbreite": Place("Kalkbreitestrasse 40, 8003 Zürich", 47.3735, 8.5195),
    "birmensdorfer": Place("Birmensdorferstrasse 210, 8003 Zürich", 47.3688, 8.5155),
    "langstrasse": Place("Langstrasse 112, 8004 Zürich", 47.3786, 8.5272),
    "ankerstrasse": Place("Ankerstrasse 31, 8004 Zürich", 47.3753, 8.5262),
    "helvetiaplatz": Place("Helvetiaplatz, 8004 Zürich", 47.3757, 8.5270),
    "baeckeranlage": Place("Hohlstrasse 67, 8004 Zürich", 47.3790, 8.5240),
    "erismannhof": Place("Seebahnstrasse 201, 8004 Zürich", 47.3780, 8.5165),
    "josefstrasse": Place("Josefstrasse 84, 8005 Zürich", 47.3846, 8.5300),
    "limmatstrasse": Place("Limmatstrasse 118, 8005 Zürich", 47.3850, 8.5342),
    "viadukt": Place("Viaduktstrasse 63, 8005 Zürich", 47.3878, 8.5262),
    "schiffbau": Place("Schiffbaustrasse 9, 8005 Zürich", 47.3886, 8.5180),
    "hardturm": Place("Hardturmstrasse 130, 8005 Zürich", 47.3915, 8.5150),
    "culmann": Place("Culmannstrasse 37, 8006 Zürich", 47.3818, 8.5478),
    "universitaet": Place("Universitätstrasse 56, 8006 Zürich", 47.3843, 8.5490),
    "milchbuck": Place("Milchbuckstrasse 15, 8057 Zürich", 47.3960, 8.5430),
    "seefeld": Place("Seefeldstrasse 96, 8008 Zürich", 47.3594, 8.5535),
    "dufour": Place("Dufourstrasse 140, 8008 Zürich", 47.3582, 8.5540),
    "forch": Place("Forchstrasse 62, 8008 Zürich", 47.3622, 8.5610),
    "zuerichhorn": Place("Bellerivestrasse 138, 8008 Zürich", 47.3541, 8.5533),
    "gloria": Place("Gloriastrasse 60, 8044 Zürich", 47.3790, 8.5570),
    "zuerichberg": Place("Zürichbergstrasse 120, 8044 Zürich", 47.3805, 8.5640),
    "roeschibach": Place("Röschibachplatz, 8037 Zürich", 47.3930, 8.5295),
    "nordstrasse": Place("Nordstrasse 210, 8037 Zürich", 47.3935, 8.5268),
    "rotbuch": Place("Rotbuchstrasse 40, 8037 Zürich", 47.3922, 8.5378),
    "wollishofen": Place("Albisstrasse 33, 8038 Zürich", 47.3440, 8.5310),
    "seestrasse": Place("Seestrasse 340, 8038 Zürich", 47.3450, 8.5362),
    "leimbach": Place("Leimbachstrasse 98, 8041 Zürich", 47.3330, 8.5130),
    "albisrieden": Place("Albisriederstrasse 190, 8047 Zürich", 47.3735, 8.4920),
    "lindenplatz": Place("Lindenplatz 3, 8048 Zürich", 47.3873, 8.4855),
    "altstetten": Place("Altstetterstrasse 150, 8048 Zürich", 47.3900, 8.4870),
    "hoengg": Place("Limmattalstrasse 200, 8049 Zürich", 47.4020, 8.4990),
    "oerlikon": Place("Schulstrasse 31, 8050 Zürich", 47.4100, 8.5460),
    "affoltern": Place("Affolternstrasse 5, 8050 Zürich", 47.4118, 8.5420),
    "schwamendingen": Place("Winterthurerstrasse 531, 8051 Zürich", 47.4050, 8.5720),
    "witikon": Place("Witikonerstrasse 300, 8053 Zürich", 47.3585, 8.5960),
    "uetliberg": Place("Gratstrasse 3, 8143 Uetliberg", 47.3494, 8.4912),
    "duebendorf": Place("Bahnhofstrasse 40, 8600 Dübendorf", 47.3990, 8.6170),
    "kuesnacht": Place("Seestrasse 120, 8700 Küsnacht", 47.3190, 8.5800),
    "thalwil": Place("Gotthardstrasse 30, 8800 Thalwil", 47.2930, 8.5640),
    "dietikon": Place("Kirchplatz 6, 8953 Dietikon", 47.4050, 8.4010),
    "kloten": Place("Dorfstrasse 18, 8302 Kloten", 47.4510, 8.5840),
    "uster": Place("Zentralstrasse 14, 8610 Uster", 47.3487, 8.7180),
    "waedenswil": Place("Schönenbergstrasse 9, 8820 Wädenswil", 47.2290, 8.6710),
    "winterthur": Place("Steinberggasse 18, 8400 Winterthur", 47.4990, 8.7290),
    "baden": Place("Weite Gasse 22, 5400 Baden", 47.4730, 8.3085),
    "zug": Place("Unter Altstadt 12, 6300 Zug", 47.1660, 8.5155),
    "rapperswil": Place("Fischmarktplatz 5, 8640 Rapperswil", 47.2260, 8.8160),
    "einsiedeln": Place("Hauptstrasse 40, 8840 Einsiedeln", 47.1280, 8.7440),
    "schaffhausen": Place("Vordergasse 51, 8200 Schaffhausen", 47.6965, 8.6350),
    "luzern": Place("Pilatusstrasse 20, 6003 Luzern", 47.0502, 8.3050),
}
