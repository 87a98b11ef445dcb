"""
Words that invented people are made of: names as they are given in different parts of the country, titles, workplaces.

Written for this demo. A name is put together by lot, so that nobody is meant; who is called so is called so by chance.
"""

from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Culture:
    """Names of one part of the country. `family` is empty where people bear no family name."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    second_male: tuple[str, ...]
    second_female: tuple[str, ...]
    family: tuple[str, ...] = ()


MALAY = Culture(
    male=_words(
        "Muhammad Ahmad Abdul Zulkifli Hendri Rizal Syamsul Fahrul Iskandar Amirudin Yusuf Ibrahim Ridwan Firmansyah"
        " Taufik Efendi Marwan Jumadi Hasan Idris Kurniawan Alamsyah Darmawan Suhaimi Rusdi Sopian Apriyadi Feri Deni"
    ),
    female=_words(
        "Siti Nur Yulia Fitri Rika Desi Marlina Rosmala Zahara Nurhayati Halimah Rahma Susi Evi Meilina Lismawati"
        " Ernawati Novita Aisyah Khadijah Masayu Maryam Yenni Herlina Elvira Suryani Misna Hartati Leni Okta"
    ),
    second_male=_words(
        "Ridho Hidayat Saputra Akbar Fadli Rahman Hakim Syahputra Pratama Anwar Aziz Karim Gani Mahmudin Sanusi Usman"
        " Hamid Nasir Fauzi Maulana Harahap Alamsyah Bakri Zaini Effendi"
    ),
    second_female=_words(
        "Rahmawati Anggraini Wulandari Aini Hasanah Puspita Lestari Oktarina Safitri Mutiara Handayani Amelia Kartika"
        " Azizah Utami Permatasari Apriani Juwita Maharani Yuliana Jannah Fauziah Agustina Aprilia Melati"
    ),
)
JAVA = Culture(
    male=_words(
        "Agus Bambang Slamet Sutrisno Joko Eko Dwi Tri Wahyu Hadi Suryo Budi Mulyono Sugeng Heru Teguh Yanto Aris"
        " Bagus Danang Sigit Widodo Purwanto Priyo Gunawan Suparman Rudi Arif Nugroho Catur"
    ),
    female=_words(
        "Sri Endang Wahyu Retno Dewi Wiwik Sulastri Tri Dwi Rini Ratna Lilis Murni Sumarni Yuni Ningsih Kartini Ari"
        " Puji Indah Titik Anik Siti Nur Eka Sekar Ayu Tuti Umi Winarti"
    ),
    second_male=_words(
        "Santoso Prasetyo Wibowo Setiawan Susanto Handoko Kusuma Raharjo Saputro Haryanto Utomo Nugroho Subekti"
        " Kuncoro Suryanto Wicaksono Hartono Purnomo Basuki Cahyono Sasongko Mulyadi Irawan Riyadi"
    ),
    second_female=_words(
        "Lestari Wahyuni Astuti Rahayu Puspitasari Kusumawati Handayani Setyowati Widyastuti Susilowati Wulandari"
        " Purwaningsih Hapsari Kurniasih Anggraeni Sulistyowati Utami Yuliati Mulyani Fatimah"
    ),
)
SUNDA = Culture(
    male=_words(
        "Asep Dadang Cecep Ujang Dede Iwan Yayan Deden Endang Tatang Aep Entis Nandang Rahmat Ade Jajang Yana"
    ),
    female=_words(
        "Neneng Lilis Euis Nia Iis Yeni Tati Ai Cucu Imas Rina Dede Yayah Elis Nunung Teti Wati Ani Popon"
    ),
    second_male=_words(
        "Hidayat Suryana Permana Sutisna Gunawan Rukmana Kurnia Sobandi Mulyana Nugraha Sumarna Koswara Suhendar"
    ),
    second_female=_words(
        "Nurhayati Rohaeti Kurniasih Suryani Sumiati Mulyani Karlina Herawati Rosmiati Komalasari"
    ),
)
BATAK = Culture(
    male=_words(
        "Parlindungan Togar Jonggi Sahat Maruli Hotman Binsar Poltak Mangasi Rikardo Jhonson Daniel Andreas"
    ),
    female=_words(
        "Tiurma Rotua Lamria Duma Roslina Nurmala Helena Debora Masniari Rumondang Lasma Kristina Yohana"
    ),
    second_male=_words("Parulian Hasiholan Pandapotan Marulitua Haposan Halomoan Saut Martua"),
    second_female=_words("Uli Tiodora Ida Natalia Sari Mariana Dame Romauli"),
    family=_words(
        "Simanjuntak Situmorang Hutapea Nainggolan Siregar Harahap Nasution Lubis Tarigan Sembiring Ginting"
    ),
)
MINANG = Culture(
    male=_words(
        "Syafrizal Yulfian Hendra Afrizal Zulhendri Masrul Rahmat Irwan Yasril Nofriadi Rinaldi Fauzan Ilham"
    ),
    female=_words(
        "Yusmaniar Rahmi Gusnita Upik Silvia Mardiani Nelfia Yulizar Wirda Fitria Asnimar Refnita Suci"
    ),
    second_male=_words("Putra Chaniago Syahrial Mandala Ikhsan Yunus Koto Piliang Fikri"),
    second_female=_words("Yanti Oktaviani Hayati Murni Febriani Zahra Chania Aulia Rahmayani"),
)
BALI = Culture(
    male=_words("Wayan Made Nyoman Ketut Gede Putu Komang Kadek"),
    female=_words("Wayan Made Nyoman Ketut Luh Putu Komang Kadek"),
    second_male=_words(
        "Suardana Sudiarta Artawan Mahendra Widiana Suparta Adnyana Sukerta Darmayasa Wirawan Pradnyana"
    ),
    second_female=_words(
        "Suryani Sudiartini Ariani Puspawati Widiantari Sukerti Damayanti Ratnadi Purnami Lestari"
    ),
)
EAST = Culture(
    male=_words(
        "Yohanes Petrus Markus Frans Stefanus Yosef Gerson Marthen Simon Elias Agustinus Ruben Melki Obed"
    ),
    female=_words(
        "Maria Yuliana Martha Adriana Kristina Agnes Elisabet Dorkas Naomi Fransiska Yosina Selfina Ester"
    ),
    second_male=_words("Nong Robertus Kornelis Paulus Daud Oktovianus Dominggus Alfons Fredrik"),
    second_female=_words("Goreti Theresia Margaretha Oktavina Ida Welmince Yuliance Bernadeta"),
    family=_words(
        "Lado Nahak Bria Fernandez Tuhumury Latupeirissa Pattinama Wanma Rumbiak Yoku Kogoya Mote Rumaropen"
    ),
)
SULAWESI = Culture(
    male=_words(
        "Andi Baso Daeng Syamsuddin Hasanuddin Sudirman Muhammad Ambo Rustam Lukman Jufri Arfah Haeruddin"
    ),
    female=_words(
        "Andi Besse Nurlina Rosdiana Hasnawati Sitti Nurjannah Marwah Irmawati Hasriani Suriani Mulyati"
    ),
    second_male=_words("Alam Tahir Mappasessu Sakka Palaguna Rahim Baharuddin Amir Mansyur Parawansa"),
    second_female=_words("Tenri Ramlah Nurdin Sulfiana Hamzah Idrus Yusuf Salam Rauf Madjid"),
)
BORNEO = Culture(
    male=_words(
        "Akhmad Syahrani Rahmadi Husni Yansen Markus Hairil Gusti Syarif Norman Ardian Yulius Bahrudin Noor"
    ),
    female=_words(
        "Noor Rusmini Galuh Hairiah Yuliani Norhayati Mariana Lina Syarifah Masniah Dayang Yuspita Herna"
    ),
    second_male=_words("Fahmi Rifani Saputra Ilmi Ansyari Anyang Hamdani Asmuni Fitriadi Jailani"),
    second_female=_words("Laila Hikmah Auliani Jannah Susanti Rahmah Apriliani Hidayati Rusdiana Maulida"),
)
OF_PROVINCE = {
    **dict.fromkeys(("11", "14", "15", "16", "17", "19", "21"), (MALAY, MALAY, MALAY, JAVA, MINANG)),
    "12": (BATAK, BATAK, MALAY, JAVA),
    "13": (MINANG, MINANG, MALAY),
    "18": (JAVA, MALAY, SUNDA),
    **dict.fromkeys(("31", "36"), (SUNDA, JAVA, MALAY, BATAK, MINANG)),
    "32": (SUNDA, SUNDA, JAVA),
    **dict.fromkeys(("33", "34", "35"), (JAVA,)),
    "51": (BALI, BALI, JAVA),
    "52": (MALAY, BALI, JAVA),
    **dict.fromkeys(("61", "62", "63", "64", "65"), (BORNEO, BORNEO, JAVA, MALAY)),
    **dict.fromkeys(("72", "73", "74", "75", "76"), (SULAWESI, SULAWESI, JAVA)),
    **dict.fromkeys(
        ("53", "71", "81", "82", "91", "92", "93", "94", "95", "96"), (EAST, EAST, SULAWESI, JAVA)
    ),
}

TITLES_BEFORE = ("", "", "", "", "", "", "", "", "Drs.", "Dra.", "H.", "Hj.")
FOR_MEN, FOR_WOMEN = {"Drs.", "H."}, {"Dra.", "Hj."}
TITLES_AFTER = (
    *(
        "S.ST",
        "S.Tr.Sos.",
        "S.Sos.",
        "S.Sos.",
        "S.Kesos",
        "S.Kesos",
        "A.KS",
        "S.Tr.Sos., M.P.S.Sp.",
        "S.ST, MPS.Sp",
    ),
    *("S.Sos., M.Si", "S.Kesos, M.Kesos", "", ""),
)
WORKPLACES_ASN = (
    *("Dinas Sosial {place}", "Dinas Sosial {place}", "Dinas Sosial Provinsi {province}", "RSUD {place}"),
    *("UPTD Perlindungan Sosial {place}", "Sentra Rehabilitasi Sosial {province}", "Lapas {place}"),
    *("Dinas P3A {place}", "UPTD PPA {place}", "Dinas Sosial {place}"),
)
WORKPLACES_OTHER = (
    *(
        "PKH {place}",
        "PKH {place}",
        "PKH {place}",
        "TKSK {place}",
        "LKS Bina Insan Mandiri",
        "LKSA Putra Harapan",
    ),
    *(
        "Yayasan Rumah Teduh",
        "Yayasan Sahabat Keluarga",
        "Panti Asuhan Kasih Ibu",
        "Klinik Rehabilitasi Titian",
    ),
    *("PT Tambang Nusa Lestari (CSR)", "PT Kebun Raya Makmur (CSR)", "Lembaga Pendampingan Anak {place}"),
    *("Prodi Kesejahteraan Sosial, universitas swasta", "Wiraswasta", ""),
)
